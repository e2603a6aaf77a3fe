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

package io.github.shutdownspringboot.integration.net;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configures the starter, the basics of Spring Boot and Spring MVC on Tomcat, and
 * nothing of the many other things that stand on the class path of this module.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@AutoConfigurationPackage
@Import(SelectiveAutoConfiguration.Selector.class)
public @interface SelectiveAutoConfiguration {

	Class<?>[] exclude() default {};

	String[] excludeName() default {};

	/**
	 * What else is auto-configured.
	 * @return the beginnings of the names of auto-configurations
	 */
	String[] packages() default {};

	/**
	 * Selects by package.
	 */
	class Selector extends AutoConfigurationImportSelector {

		private static final List<String> PACKAGES = List.of("io.github.shutdownspringboot.",
				"org.springframework.boot.autoconfigure.", "org.springframework.boot.http.",
				"org.springframework.boot.servlet.", "org.springframework.boot.tomcat.",
				"org.springframework.boot.webmvc.");

		@Override
		protected Class<? extends Annotation> getAnnotationClass() {
			return SelectiveAutoConfiguration.class;
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				AnnotationAttributes attributes) {
			List<String> packages = Stream.concat(PACKAGES.stream(), Stream.of(attributes.getStringArray("packages")))
				.toList();
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> packages.stream().anyMatch(name::startsWith))
				.toList();
		}

	}

}
