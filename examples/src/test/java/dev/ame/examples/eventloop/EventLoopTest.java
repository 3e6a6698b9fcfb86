package dev.ame.examples.eventloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.examples.Output;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void underLoadNothingIsSoldTwice() {
        String printed = Output.of(out -> assertTrue(EventLoop.run(out, 6, 40)));

        assertTrue(printed.contains("1,200 requests by 6 clients"), printed);
        assertTrue(printed.contains("nothing was sold twice"), printed);
    }

    @Test
    void aCartIsSoldAsAWholeOrNotAtAll() throws Exception {
        Shop shop = new Shop(Map.of("tea", 5, "cup", 1));
        try (ShopServer server = new ShopServer(shop)) {
            String ann = get(server, "/login?user=ann").body();
            for (String item : new String[] {"tea", "cup", "cup"}) {
                assertEquals(
                        200,
                        get(server, "/cart?session=" + ann + "&item=" + item).statusCode());
            }

            HttpResponse<String> refused = get(server, "/checkout?session=" + ann);

            assertEquals(409, refused.statusCode());
            assertEquals("cup is sold out", refused.body());
            assertEquals("5", get(server, "/stock?item=tea").body());
            assertEquals("1", get(server, "/stock?item=cup").body());
            assertEquals(0, shop.orderCount());
        }
    }

    @Test
    void whatIsNotThereIsRefused() throws Exception {
        try (ShopServer server = new ShopServer(new Shop(Map.of("tea", 1)))) {
            assertEquals("no such page: /", get(server, "/").body());
            assertEquals("no user", get(server, "/login").body());
            assertEquals("no such session", get(server, "/checkout?session=x").body());
            assertEquals("no such item: milk", get(server, "/stock?item=milk").body());
        }
    }

    private HttpResponse<String> get(ShopServer server, String path) throws Exception {
        return EventLoop.get(http, server.port(), path);
    }
}
