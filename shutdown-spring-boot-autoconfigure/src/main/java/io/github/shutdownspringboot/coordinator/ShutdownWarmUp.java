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

package io.github.shutdownspringboot.coordinator;

import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.AbstractEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * A shutdown of nothing: makes an application context of the starter alone and closes it.
 * What a JVM runs for the first time takes several times as long, and all that a shutdown
 * does it does once, so without this it is all for the first time.
 * <p>
 * The context has no parent and no property, not even those of the system. It knows no
 * bean of the application, no signal and no file, the log of its shutdown is silent, and
 * nothing is left of it but classes that the JVM has initialized and code that it has
 * linked.
 *
 * @since 0.1.0
 */
@Internal
public final class ShutdownWarmUp {

	private static final Log logger = LogFactory.getLog(ShutdownWarmUp.class);

	private static final String STARTER = "io.github.shutdownspringboot.";

	private final @Nullable ClassLoader classLoader;

	private final List<WarmUpBeans> beans;

	/**
	 * Create a new warm-up.
	 * @param classLoader where the starter is
	 */
	public ShutdownWarmUp(@Nullable ClassLoader classLoader) {
		this(classLoader, findBeans(classLoader));
	}

	ShutdownWarmUp(@Nullable ClassLoader classLoader, List<WarmUpBeans> beans) {
		this.classLoader = classLoader;
		this.beans = beans;
	}

	/**
	 * Find what there is besides the starter.
	 * @param classLoader where it is looked for
	 * @return all but what needs a library that the application does not have
	 */
	static List<WarmUpBeans> findBeans(@Nullable ClassLoader classLoader) {
		return SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
			.load(WarmUpBeans.class, (type, name, failure) -> logger.debug("No " + name, failure));
	}

	/**
	 * Warm up, on the calling thread.
	 * @throws RuntimeException if that does not work, which says nothing of the shutdown
	 * of the application
	 */
	public void run() {
		try (WarmUpContext context = new WarmUpContext()) {
			context.setEnvironment(new EmptyEnvironment());
			context.setClassLoader(this.classLoader);
			context.registerBean("shutdownLog", ShutdownLog.class, ShutdownLog::silent);
			this.beans.forEach((beans) -> beans.register(context));
			context.register(StarterConfiguration.class);
			context.refresh();
		}
	}

	/**
	 * What Spring knows of classes it has found out for the application as well.
	 */
	private static final class WarmUpContext extends AnnotationConfigApplicationContext {

		@Override
		protected void resetCommonCaches() {
		}

	}

	/**
	 * Has no source of properties.
	 */
	private static final class EmptyEnvironment extends AbstractEnvironment {

	}

	/**
	 * The starter and nothing else.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(StarterImportSelector.class)
	static class StarterConfiguration {

	}

	/**
	 * Selects by name: the conditions of a class are read from its file. Its annotations
	 * may name classes that are not there.
	 */
	static final class StarterImportSelector implements ImportSelector {

		private final @Nullable ClassLoader classLoader;

		StarterImportSelector(@Nullable ClassLoader classLoader) {
			this.classLoader = classLoader;
		}

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			Class<?>[] autoConfigurations = ImportCandidates.load(AutoConfiguration.class, this.classLoader)
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith(STARTER))
				.map((name) -> ClassUtils.resolveClassName(name, this.classLoader))
				.toArray(Class<?>[]::new);
			return Stream.of(Configurations.getClasses(AutoConfigurations.of(autoConfigurations)))
				.map(Class::getName)
				.toArray(String[]::new);
		}

	}

}
