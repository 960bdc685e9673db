"""What is said to a chat model: versioned Markdown files, checked when read, in which documents are fenced as data."""
