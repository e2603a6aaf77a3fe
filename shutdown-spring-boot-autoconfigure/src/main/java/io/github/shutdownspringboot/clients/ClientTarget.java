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

package io.github.shutdownspringboot.clients;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind the name of a client: a bean, or an action that somebody registered.
 */
interface ClientTarget {

	/**
	 * Take the client over, so that nobody else closes it. Called once, when the client
	 * is about to be closed; must not block.
	 * @return the ways to close it, each to be tried when the one before has failed; none
	 * if it was taken over under another name
	 */
	List<CloseWay> takeOver();

	/**
	 * Return why there is nothing to close.
	 * @return the reason, or {@code null} if there is something
	 */
	default @Nullable String getReasonToSkip() {
		return null;
	}

	/**
	 * Return whether Spring closes the client if nobody else does.
	 * @return whether it does
	 */
	boolean isDestroyedBySpring();

}
