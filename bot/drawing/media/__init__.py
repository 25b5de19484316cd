"""Files from strangers made anew: pictures, video, sound and documents."""
