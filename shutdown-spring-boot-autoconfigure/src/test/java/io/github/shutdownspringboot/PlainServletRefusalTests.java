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

package io.github.shutdownspringboot;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import io.github.shutdownspringboot.application.CorsWay;
import io.github.shutdownspringboot.application.HttpProbe;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refusals of an application that has servlets and no Spring MVC.
 */
class PlainServletRefusalTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet", "org.springframework.web.reactive"))
		.withConfiguration(AutoConfigurations.of(ours()))
		.withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
		.withPropertyValues("server.port=0", "server.address=127.0.0.1")
		.withUserConfiguration(ServletConfiguration.class);

	private static Class<?>[] ours() {
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> name.startsWith("io.github.shutdownspringboot."))
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

	@Test
	void withoutAnyConfigurationOriginsGetNoHeaders() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean("shutdownHandlerMappingCors");
			HttpResponse<String> refused = refuse(context.getSourceApplicationContext());
			assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
			assertThat(refused.headers().firstValue("Vary")).isEmpty();
		});
	}

	@Test
	void aConfigurationIsHonoured() {
		this.runner.withBean(CorsConfigurationSource.class, () -> {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(List.of(CorsWay.ALLOWED_ORIGIN));
			return (request) -> configuration;
		}).run((context) -> {
			HttpResponse<String> refused = refuse(context.getSourceApplicationContext());
			assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(CorsWay.ALLOWED_ORIGIN);
		});
	}

	private static HttpResponse<String> refuse(ConfigurableApplicationContext context) {
		HttpProbe probe = new HttpProbe(
				((AnnotationConfigServletWebServerApplicationContext) context).getWebServer().getPort());
		BlockingServlet servlet = context.getBean(BlockingServlet.class);
		CompletableFuture<HttpResponse<String>> inFlight = probe.get("/blocking");
		assertThat(servlet.entered).succeedsWithin(30, TimeUnit.SECONDS);
		CompletableFuture<Void> closed = TestThreads.run(context::close);
		try {
			Awaitility.await().until(() -> probe.get("/").join().statusCode() == 503);
			return probe.get("/", "Origin", CorsWay.ALLOWED_ORIGIN).join();
		}
		finally {
			servlet.released.countDown();
			assertThat(inFlight).succeedsWithin(30, TimeUnit.SECONDS);
			assertThat(closed).succeedsWithin(30, TimeUnit.SECONDS);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletConfiguration {

		@Bean
		BlockingServlet servlet() {
			return new BlockingServlet();
		}

		@Bean
		ServletRegistrationBean<BlockingServlet> registration(BlockingServlet servlet) {
			return new ServletRegistrationBean<>(servlet, "/*");
		}

	}

	static class BlockingServlet extends HttpServlet {

		private final CompletableFuture<Void> entered = new CompletableFuture<>();

		private final CountDownLatch released = new CountDownLatch(1);

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			if (!request.getRequestURI().equals("/blocking")) {
				return;
			}
			this.entered.complete(null);
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
