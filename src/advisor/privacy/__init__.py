"""Personal data in what users write: found, masked before it is kept, restored for who needs it."""
