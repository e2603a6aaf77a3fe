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

package peer;

import java.util.Map;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;

/**
 * The three endpoints on Micronaut, with a graceful shutdown of 30 seconds.
 */
public final class Main {

	private Main() {
	}

	public static void main(String[] arguments) {
		ApplicationContext context = Micronaut.build(arguments)
			.mainClass(Main.class)
			.banner(false)
			.properties(Map.of("micronaut.server.host", "127.0.0.1", "micronaut.server.port", "-1",
					"micronaut.lifecycle.graceful-shutdown.enabled", "true",
					"micronaut.lifecycle.graceful-shutdown.grace-period", "30s"))
			.start();
		System.out.println("READY " + context.getBean(EmbeddedServer.class).getPort());
	}

}
