"""Styrka's engine: from SCB's tables to strength-area profiles, importable and testable without Dagster."""
