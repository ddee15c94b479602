"""What learners can find: micro-credentials, their immutable editions, offerings (ELM
LearningAchievementSpecification and LearningOpportunity).
"""
