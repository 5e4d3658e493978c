"""The books that our team reads."""
