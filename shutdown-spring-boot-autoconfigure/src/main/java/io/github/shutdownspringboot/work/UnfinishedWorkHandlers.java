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

package io.github.shutdownspringboot.work;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * All handlers of unfinished work, as one.
 */
final class UnfinishedWorkHandlers {

	private static final Logger logger = LoggerFactory.getLogger(UnfinishedWorkHandlers.class);

	private final List<UnfinishedWorkHandler> handlers;

	UnfinishedWorkHandlers(ObjectProvider<UnfinishedWorkHandler> handlers) {
		// Now: a bean cannot be made any more when the context closes
		this.handlers = handlers.orderedStream().toList();
	}

	/**
	 * Hand over what was cut.
	 * @param unfinished what was cut
	 * @return whether a handler has taken it
	 */
	boolean handle(List<UnfinishedWork> unfinished) {
		boolean taken = false;
		for (UnfinishedWorkHandler handler : this.handlers) {
			taken |= handle(handler, unfinished);
		}
		return taken;
	}

	private static boolean handle(UnfinishedWorkHandler handler, List<UnfinishedWork> unfinished) {
		try {
			handler.handle(unfinished);
			return true;
		}
		catch (Throwable ex) {
			logger.warn("{} could not take what is unfinished", handler, ex);
			return false;
		}
	}

}
