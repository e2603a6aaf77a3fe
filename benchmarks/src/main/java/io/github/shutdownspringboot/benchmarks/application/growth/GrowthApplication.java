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

package io.github.shutdownspringboot.benchmarks.application.growth;

import io.github.shutdownspringboot.benchmarks.application.Ready;
import io.github.shutdownspringboot.clients.ClientRegistration;
import io.github.shutdownspringboot.coordinator.ShutdownStage;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application that has {@code growth.clients} clients and {@code growth.stages} stages
 * which all end at once. What their number costs is what is left.
 */
@SpringBootApplication
public class GrowthApplication {

	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(GrowthApplication.class);
		application.addInitializers(GrowthApplication::grow);
		Ready.tell(application.run(arguments));
	}

	private static void grow(ConfigurableApplicationContext context) {
		GenericApplicationContext beans = (GenericApplicationContext) context;
		int clients = context.getEnvironment().getProperty("growth.clients", Integer.class, 0);
		for (int i = 0; i < clients; i++) {
			String name = "client" + i;
			beans.registerBean(name, ClientRegistration.class, () -> ClientRegistration.of(name, () -> {
			}));
		}
		int stages = context.getEnvironment().getProperty("growth.stages", Integer.class, 0);
		for (int i = 0; i < stages; i++) {
			int number = i;
			beans.registerBean("stage" + i, ShutdownStage.class, () -> new EmptyStage(number));
		}
	}

}
