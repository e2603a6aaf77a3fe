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

package io.github.shutdownspringboot.requests.reactive;

import io.github.shutdownspringboot.http.servlet.ServletHttpVersion;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * Tells HTTP/1 from later versions, which Spring's abstraction of a request does not.
 */
final class HttpVersions {

	private static final boolean NETTY_PRESENT = isPresent("reactor.netty.http.server.HttpServerRequest");

	private static final boolean SERVLET_PRESENT = isPresent("jakarta.servlet.http.HttpServletRequest");

	private HttpVersions() {
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, HttpVersions.class.getClassLoader());
	}

	/**
	 * Return whether a request is HTTP/1.0 or HTTP/1.1.
	 * @param request the request, as the server made it
	 * @return whether it is known to be HTTP/1
	 */
	static boolean isHttp1(ServerHttpRequest request) {
		if (!(request instanceof AbstractServerHttpRequest serverRequest)) {
			return false;
		}
		Object nativeRequest = serverRequest.getNativeRequest();
		return (NETTY_PRESENT && Netty.isHttp1(nativeRequest))
				|| (SERVLET_PRESENT && ServletHttpVersion.isHttp1(nativeRequest));
	}

	private static final class Netty {

		static boolean isHttp1(Object nativeRequest) {
			return nativeRequest instanceof HttpServerRequest request && request.version().majorVersion() == 1;
		}

	}

}
