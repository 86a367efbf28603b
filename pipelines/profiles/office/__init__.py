"""Profiles for office programs: a Word document and a PowerPoint presentation made of the one document model.
What they say is decided in ``sections``; here is only how Word and PowerPoint are told."""
