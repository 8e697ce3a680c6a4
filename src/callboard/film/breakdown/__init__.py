"""Scenes, their elements by category, and who plays whom."""
