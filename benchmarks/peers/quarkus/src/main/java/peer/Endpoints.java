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

import java.time.Duration;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/**
 * The three endpoints on Quarkus.
 */
@Path("/")
public class Endpoints {

	@GET
	@Path("hello")
	@Produces(MediaType.APPLICATION_JSON)
	public String hello() {
		return "{\"message\":\"hello\"}";
	}

	@GET
	@Path("slow")
	@Produces(MediaType.APPLICATION_JSON)
	public Uni<String> slow(@QueryParam("millis") long millis) {
		return Uni.createFrom()
			.item("{\"message\":\"slow\"}")
			.onItem()
			.delayIt()
			.by(Duration.ofMillis(millis));
	}

	@GET
	@Path("stream")
	@Produces(MediaType.SERVER_SENT_EVENTS)
	public Multi<String> stream() {
		return Multi.createBy()
			.concatenating()
			.streams(Multi.createFrom().item("open"), Multi.createFrom().nothing());
	}

}
