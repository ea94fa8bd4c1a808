"""The pages of the guide that are made from the code: all keys, and all messages."""
