"""What a chat model may propose beside the engine: facts it reads in a message, other wordings of a question."""
