"""The whole site: the only place that knows both how things are made and where they are kept."""
