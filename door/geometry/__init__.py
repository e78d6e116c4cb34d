"""Shapes from outside made ones that can be measured."""
