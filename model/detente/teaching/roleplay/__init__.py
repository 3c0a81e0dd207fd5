"""Role play: roles play cards, the cards become policies in a scenario, and the model answers."""

from detente.teaching.roleplay.game import RolePlay

__all__ = ["RolePlay"]
