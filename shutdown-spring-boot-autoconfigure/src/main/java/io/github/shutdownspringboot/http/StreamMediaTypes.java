/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.http;

import java.util.List;
import java.util.Locale;

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Knows the media types of responses that are streams.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamMediaTypes {

	private static final String EVENT_STREAM = "text/event-stream";

	private final List<String> mediaTypes;

	/**
	 * Make one.
	 * @param mediaTypes the media types, without parameters
	 */
	public StreamMediaTypes(List<String> mediaTypes) {
		this.mediaTypes = mediaTypes.stream().map((mediaType) -> mediaType.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Find the media type of a stream in a content type.
	 * @param contentType the content type, with or without parameters
	 * @return the media type in lower case, or {@code null} if it is not that of a stream
	 */
	public @Nullable String find(@Nullable String contentType) {
		if (contentType == null) {
			return null;
		}
		for (String mediaType : this.mediaTypes) {
			if (contentType.regionMatches(true, 0, mediaType, 0, mediaType.length())
					&& endsAt(contentType, mediaType.length())) {
				return mediaType;
			}
		}
		return null;
	}

	private static boolean endsAt(String contentType, int index) {
		return contentType.length() == index || contentType.charAt(index) == ';' || contentType.charAt(index) == ' ';
	}

	/**
	 * Return whether a media type is that of server-sent events; that of another stream
	 * means one message a line.
	 * @param mediaType the media type, in lower case and without parameters
	 * @return whether it is
	 */
	public static boolean isEventStream(String mediaType) {
		return mediaType.equals(EVENT_STREAM);
	}

}
