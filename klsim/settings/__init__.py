"""What a simulation lets an author set, and how its functions see what was set."""
