"""What a maintainer releases with: the files that archives read, the release itself, and a site of all versions."""
