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

package io.github.shutdownspringboot.http.servlet;

import java.util.Objects;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.http.RequestHead;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What features share of a servlet request that is tracked. One object in one request
 * attribute, for attributes are what is dear: a container looks them up in several
 * places, and tells listeners of each new one.
 *
 * @since 0.1.0
 */
@Internal
public class TrackedRequest {

	/**
	 * The name of the request attribute that holds it.
	 */
	public static final String REQUEST_ATTRIBUTE = TrackedRequest.class.getName();

	private @Nullable RequestHead head;

	private @Nullable ServletResponse response;

	private volatile @Nullable InFlight inFlight;

	/**
	 * The request is tracked from now on.
	 * @param head what is known of it
	 * @param inFlight what it is tracked as
	 */
	public final void track(RequestHead head, InFlight inFlight) {
		this.head = head;
		this.inFlight = inFlight;
	}

	/**
	 * Return whether the request is tracked: it may not be yet, or never.
	 * @return whether it is
	 */
	public final boolean isTracked() {
		return this.inFlight != null;
	}

	public final RequestHead getHead() {
		return Objects.requireNonNull(this.head);
	}

	public final InFlight getInFlight() {
		return Objects.requireNonNull(this.inFlight);
	}

	/**
	 * Return the response that the application was given.
	 * @return the response, {@code null} if it is that of the container
	 */
	public final @Nullable ServletResponse getResponse() {
		return this.response;
	}

	public final void setResponse(ServletResponse response) {
		this.response = response;
	}

	/**
	 * Find what is known of a request.
	 * @param request the request
	 * @return what is known, or {@code null} if it is not tracked
	 */
	public static @Nullable TrackedRequest of(ServletRequest request) {
		return (request.getAttribute(REQUEST_ATTRIBUTE) instanceof TrackedRequest tracked && tracked.isTracked())
				? tracked : null;
	}

}
