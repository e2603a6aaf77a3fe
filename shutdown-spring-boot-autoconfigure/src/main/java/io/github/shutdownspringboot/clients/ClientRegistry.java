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

/**
 * Where clients are registered that are no beans, or that come and go while the
 * application runs. There is one for each application context. All methods may be called
 * from any thread and never block.
 *
 * @since 0.1.0
 */
public interface ClientRegistry {

	/**
	 * Register a client, so that it is closed in the clients stage of the shutdown.
	 * @param registration the client and how it is closed
	 * @return a handle that takes the registration back
	 * @throws IllegalArgumentException if another client has the name
	 * @throws IllegalStateException if the clients are being closed already
	 */
	Handle register(ClientRegistration registration);

	/**
	 * Takes a registration back.
	 */
	@FunctionalInterface
	interface Handle {

		/**
		 * Do not close the client any more, because it was closed otherwise; its name is
		 * free again. Does nothing if the clients are being closed already, or if it was
		 * called before.
		 */
		void unregister();

	}

}
