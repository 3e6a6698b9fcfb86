package dev.ame.examples.eventloop;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.atomic;

import dev.ame.stm.loop.AtomicExecutor;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The shop on the web, with Jetty. Its threads only read requests; the events are run by an {@link AtomicExecutor}, where a
 * single-threaded executor would do the same on one core.
 */
final class ShopServer implements AutoCloseable {

    private record Answer(int status, String text) {}

    private final AtomicExecutor events = AtomicExecutor.builder().named("shop").build();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Shop shop;

    /** Listens on a free port of this computer. */
    ShopServer(Shop shop) throws Exception {
        this.shop = shop;
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(new Events(events));
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        events.close();
    }

    private final class Events extends Handler.Abstract.NonBlocking {

        private final Executor executor;

        Events(Executor executor) {
            this.executor = executor;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            Fields parameters = Request.extractQueryParameters(request);
            executor.execute(() -> {
                Answer answer = answer(path, parameters);
                afterCommit(
                        () -> { // the customer is told what has happened, once, and not what was undone
                            response.setStatus(answer.status);
                            Content.Sink.write(response, true, answer.text, callback);
                        });
            });
            return true;
        }
    }

    /** A block in the block of the event: what it throws undoes what the shop has done, and the answer is sent all the same. */
    private Answer answer(String path, Fields parameters) {
        try {
            return new Answer(HttpStatus.OK_200, atomic(() -> handle(path, parameters)));
        } catch (Shop.RefusedException e) {
            return new Answer(HttpStatus.CONFLICT_409, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Answer(HttpStatus.INTERNAL_SERVER_ERROR_500, e.toString());
        }
    }

    private String handle(String path, Fields parameters) {
        return switch (path) {
            case "/login" -> shop.login(parameter(parameters, "user"));
            case "/cart" -> shop.addToCart(parameter(parameters, "session"), parameter(parameters, "item"));
            case "/checkout" -> shop.checkout(parameter(parameters, "session"));
            case "/stock" -> String.valueOf(shop.inStock(parameter(parameters, "item")));
            default -> throw new Shop.RefusedException("no such page: " + path);
        };
    }

    private static String parameter(Fields parameters, String name) {
        String value = parameters.getValue(name);
        if (value == null) {
            throw new Shop.RefusedException("no " + name);
        }
        return value;
    }
}
