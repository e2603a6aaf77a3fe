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

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.TimingRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * Registers the beans that are clients when all beans exist: those of type
 * {@link ClientRegistration}, those that are annotated, and those that the configuration
 * names. Beans of a parent context are closed by the parent.
 */
final class ClientBeans implements SmartInitializingSingleton {

	private static final String SCOPED_TARGET = ScopedProxyUtils.getTargetBeanName("");

	private final DefaultListableBeanFactory beanFactory;

	private final DefaultClientRegistry registry;

	private final CreatedBeans createdBeans;

	private final BeanObjects objects;

	private final BeanUses uses;

	private final ClientsProperties properties;

	ClientBeans(DefaultListableBeanFactory beanFactory, DefaultClientRegistry registry, CreatedBeans createdBeans,
			BeanObjects objects, BeanUses uses, ClientsProperties properties) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.createdBeans = createdBeans;
		this.objects = objects;
		this.uses = uses;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, ClientRegistration> registrations = this.beanFactory.getBeansOfType(ClientRegistration.class);
		for (Map.Entry<String, ClientRegistration> registration : registrations.entrySet()) {
			register(registration.getKey(), registration.getValue());
		}
		for (String beanName : getBeanNames()) {
			CloseOnShutdown annotation = findAnnotation(beanName);
			if (annotation != null) {
				registerBean(beanName, (annotation.order() != CloseOnShutdown.UNORDERED) ? annotation.order() : null,
						getTimeout(beanName, annotation), "annotated with @CloseOnShutdown");
			}
		}
		this.registry.setFirst(getFirst(registrations));
		if (!this.registry.getClients().isEmpty()) {
			warnOfOthers();
			warnOfTimeouts();
		}
		this.createdBeans.retain(clientBeans());
		TimingRecorder recorder = this.beanFactory.getBeanProvider(TimingRecorder.class).getIfAvailable();
		if (recorder != null) {
			this.registry.setRecorder(recorder);
		}
	}

	/**
	 * Return which clients are closed ahead of all others. What only a parent context has
	 * is the business of the parent.
	 * @param registrations the registrations by the names of their beans
	 * @return the names of the clients
	 */
	private List<String> getFirst(Map<String, ClientRegistration> registrations) {
		Set<String> first = new LinkedHashSet<>();
		for (String name : this.properties.getOrder()) {
			if (isKnownHere(name) || !isKnownToParent(name)) {
				first.add(resolve(name, registrations));
			}
		}
		return List.copyOf(first);
	}

	private void register(String beanName, ClientRegistration registration) {
		checkScope(beanName, beanName, "a ClientRegistration");
		if (this.registry.contains(registration.getName())) {
			throw notUnique(registration.getName(), beanName);
		}
		this.registry.register(registration, beanName);
	}

	/**
	 * Return the names of the beans of this application, objects that were registered as
	 * singletons among them.
	 * @return the names
	 */
	private Set<String> getBeanNames() {
		Set<String> beanNames = new LinkedHashSet<>(List.of(this.beanFactory.getBeanDefinitionNames()));
		beanNames.addAll(List.of(this.beanFactory.getSingletonNames()));
		return beanNames;
	}

	/**
	 * Find the annotation of a bean. That of its {@code @Bean} method counts more than
	 * that of its class, and a proxy for a scope is not the bean.
	 * @param beanName the name of the bean
	 * @return the annotation, or {@code null} if there is none
	 */
	private @Nullable CloseOnShutdown findAnnotation(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return this.beanFactory.findAnnotationOnBean(beanName, CloseOnShutdown.class, false);
		}
		if (!(this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)
				|| definition.isAbstract()
				|| this.beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(beanName))) {
			return null;
		}
		CloseOnShutdown annotation = (definition.getResolvedFactoryMethod() != null) ? AnnotatedElementUtils
			.findMergedAnnotation(definition.getResolvedFactoryMethod(), CloseOnShutdown.class) : null;
		return (annotation != null) ? annotation
				: this.beanFactory.findAnnotationOnBean(beanName, CloseOnShutdown.class, false);
	}

	private @Nullable Duration getTimeout(String beanName, CloseOnShutdown annotation) {
		String value = this.beanFactory.resolveEmbeddedValue(annotation.timeout());
		if (!StringUtils.hasText(value)) {
			return null;
		}
		try {
			Duration timeout = DurationStyle.detectAndParse(value);
			if (timeout.toMillis() > 0) {
				return timeout;
			}
		}
		catch (IllegalArgumentException ex) {
			// Told below
		}
		throw new InvalidShutdownConfigurationException(
				"The timeout of @CloseOnShutdown on the bean '%s' is '%s'.".formatted(beanName, value),
				"Set it to a positive duration, for example 5s.");
	}

	private String registerBean(String beanName, @Nullable Integer order, @Nullable Duration timeout, String why) {
		String name = beanName.startsWith(SCOPED_TARGET) ? beanName.substring(SCOPED_TARGET.length()) : beanName;
		checkScope(beanName, name, why);
		BeanTarget target = this.objects.getTarget(beanName);
		if (target.isMadeAnew()) {
			throw new InvalidShutdownConfigurationException(
					"The bean '%s' is %s, but its factory makes a new one each time.".formatted(name, why),
					"Register each of them with the ClientRegistry when it is made, or give the factory a destroy "
							+ "method that closes them.");
		}
		if (target.isUncloseable()) {
			throw new InvalidShutdownConfigurationException(
					"The bean '%s' is %s, but has no method that closes it.".formatted(name, why),
					"Name one as its destroy method, or declare a bean of type ClientRegistration instead.");
		}
		if (this.registry.contains(name)) {
			throw notUnique(name, beanName);
		}
		this.registry.register(name, order, timeout, beanName, target);
		return name;
	}

	private void checkScope(String beanName, String name, String why) {
		if (!this.beanFactory.containsBeanDefinition(beanName)
				|| this.beanFactory.getMergedBeanDefinition(beanName).isSingleton()) {
			return;
		}
		String scope = this.beanFactory.getMergedBeanDefinition(beanName).getScope();
		throw new InvalidShutdownConfigurationException(
				"The bean '%s' is %s, but has the scope '%s'.".formatted(name, why, scope),
				"Only singletons can be closed in this way: there may be many of this bean. Register each of them "
						+ "with the ClientRegistry when it is made, or leave them to their scope.");
	}

	private static InvalidShutdownConfigurationException notUnique(String name, String beanName) {
		return new InvalidShutdownConfigurationException(
				"Two clients are named '%s': the bean '%s' and one that was registered before.".formatted(name,
						beanName),
				"Give each client a name of its own.");
	}

	private boolean isKnownHere(String name) {
		return this.registry.contains(name) || this.beanFactory.containsLocalBean(name);
	}

	/**
	 * Return whether a name is one of a parent, whose properties a child context has too.
	 * @param name the name of a client or a bean
	 * @return whether the parent closes it
	 */
	private boolean isKnownToParent(String name) {
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		return parent != null && (parent.containsBean(name) || parent.getBeanProvider(ClientBeans.class)
			.stream()
			.anyMatch((clients) -> clients.isKnownHere(name) || clients.isKnownToParent(name)));
	}

	/**
	 * Find the client that the configuration names, and register it if it is a bean that
	 * nobody has registered.
	 * @param name the name of a client or a bean
	 * @param registrations the registrations that are beans
	 * @return the name of the client
	 */
	private String resolve(String name, Map<String, ClientRegistration> registrations) {
		if (this.registry.contains(name)) {
			return name;
		}
		String beanName = Stream.concat(Stream.of(name), Stream.of(this.beanFactory.getAliases(name)))
			.filter((candidate) -> this.beanFactory.containsBeanDefinition(candidate)
					|| this.beanFactory.containsSingleton(candidate))
			.findFirst()
			.orElseThrow(() -> unknown(name));
		if (registrations.containsKey(beanName)) {
			return registrations.get(beanName).getName();
		}
		if (this.registry.contains(beanName)) {
			return beanName;
		}
		String scopedTarget = ScopedProxyUtils.getTargetBeanName(beanName);
		return registerBean(this.beanFactory.containsBeanDefinition(scopedTarget) ? scopedTarget : beanName, null, null,
				"named by the property 'shutdown.clients.order'");
	}

	private InvalidShutdownConfigurationException unknown(String name) {
		String known = this.registry.clients().map(Client::name).collect(Collectors.joining(", "));
		return new InvalidShutdownConfigurationException(
				"The property 'shutdown.clients.order' names '%s', which is neither a bean nor a registered client."
					.formatted(name),
				"Write names of beans of this application, or of clients that are registered while its beans are created"
						+ (known.isEmpty() ? "" : ": " + known)
						+ ". One that is registered later, such as by a runner, says itself when it is closed: "
						+ "ClientRegistration.order(…).");
	}

	/**
	 * Name the beans that Spring destroys after the clients that they use: their destroy
	 * methods will find the clients closed.
	 */
	private void warnOfOthers() {
		Set<String> clients = clientBeans();
		Map<String, String> uses = new TreeMap<>();
		clients.stream()
			.sorted()
			.forEach((client) -> this.uses.usersOf(client)
				.stream()
				.filter((user) -> !clients.contains(user))
				.forEach((user) -> uses.putIfAbsent(user, client)));
		String described = uses.entrySet()
			.stream()
			.filter((use) -> this.beanFactory.containsBeanDefinition(use.getKey()) && !isStoppedBefore(use.getKey()))
			.filter((use) -> this.objects.getTarget(use.getKey()).hasDestroyMethod())
			.map((use) -> "'%s' uses '%s'".formatted(use.getKey(), use.getValue()))
			.collect(Collectors.joining(", "));
		if (!described.isEmpty()) {
			ClientsLog.usedByOthers(described);
		}
	}

	/**
	 * Tell when clients cannot have the time that was declared for them. Those for which
	 * none was are expected to be quick.
	 */
	private void warnOfTimeouts() {
		ClosingPlan plan = new ClosingPlan(this.registry.getClients(), this.registry.getFirst(),
				this.uses.amongClients());
		Duration declared = new TimeTable(plan.getSteps(),
				(client) -> client.timeoutDeclared() ? client.timeout() : Duration.ZERO)
			.getEnd();
		if (declared.compareTo(this.properties.getTimeout()) > 0) {
			ClientsLog.tooLittleTime(declared, this.properties.getTimeout());
		}
	}

	/**
	 * Return whether Spring stops a bean before the clients are closed, such as a
	 * listener container. What is left to destroy then needs no client.
	 * @param beanName the name of the bean
	 * @return whether it has stopped by then
	 */
	private boolean isStoppedBefore(String beanName) {
		return this.createdBeans.getBean(beanName) instanceof SmartLifecycle bean
				&& bean.getPhase() > this.properties.getPhase();
	}

	private Set<String> clientBeans() {
		return this.registry.clients()
			.map(Client::beanName)
			.flatMap(Stream::ofNullable)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
