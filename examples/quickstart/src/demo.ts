/** The quickstart: the main job, offline, with scripted model answers. */
export {};
