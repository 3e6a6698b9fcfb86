package dev.ame.examples.eventloop;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The program: opens the shop, sends customers who buy more than there is, and checks that nothing was sold twice. */
public final class EventLoop {

    private static final int ITEMS = 20;
    private static final int CART = 3;

    private EventLoop() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws Exception if the server or a client cannot go on
     */
    public static void main(String... args) throws Exception {
        if (!run(System.out, 8, 500)) {
            System.exit(1);
        }
    }

    /** What one client has seen. */
    private record Seen(int requests, int sold, int refused) {}

    /** Whether the shop's books are right. */
    static boolean run(PrintStream out, int clients, int customersEach) throws Exception {
        int each = clients * customersEach * CART / ITEMS * 9 / 10; // nine tenths of what is going to be asked for
        Map<String, Integer> delivery = new LinkedHashMap<>();
        for (int i = 0; i < ITEMS; i++) {
            delivery.put("item" + i, each);
        }
        Shop shop = new Shop(delivery);
        try (ShopServer server = new ShopServer(shop)) {
            out.printf("shop at http://localhost:%d with %d pieces of each of %d items%n", server.port(), each, ITEMS);
            long start = System.nanoTime();
            List<Seen> seen = shopping(server.port(), clients, customersEach);
            double seconds = (System.nanoTime() - start) / 1e9;
            int requests = seen.stream().mapToInt(Seen::requests).sum();
            int sold = seen.stream().mapToInt(Seen::sold).sum();
            int refused = seen.stream().mapToInt(Seen::refused).sum();
            out.printf(
                    "%,d requests by %d clients in %.2f s (%,.0f a second)%n",
                    requests, clients, seconds, requests / seconds);
            out.printf("%,d carts of %d were sold, %,d refused because something was sold out%n", sold, CART, refused);
            return check(out, shop, delivery, sold);
        }
    }

    private static List<Seen> shopping(int port, int clients, int customersEach) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Seen>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int seed = client;
                running.add(threads.submit(() -> client(port, seed, customersEach)));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> client : running) {
                seen.add(client.get());
            }
            return seen;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Seen client(int port, int seed, int customers) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        SplittableRandom random = new SplittableRandom(seed);
        int sold = 0;
        int refused = 0;
        for (int i = 0; i < customers; i++) {
            String session = get(http, port, "/login?user=customer" + i).body();
            for (int j = 0; j < CART; j++) {
                get(http, port, "/cart?session=" + session + "&item=item" + random.nextInt(ITEMS));
            }
            if (get(http, port, "/checkout?session=" + session).statusCode() == 200) {
                sold++;
            } else {
                refused++;
            }
        }
        return new Seen(customers * (CART + 2), sold, refused);
    }

    static HttpResponse<String> get(HttpClient http, int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static boolean check(PrintStream out, Shop shop, Map<String, Integer> delivery, int sold) {
        boolean right = shop.orderCount() == sold;
        for (Map.Entry<String, Integer> item : delivery.entrySet()) {
            long left = shop.inStock(item.getKey());
            right &= left >= 0 && left + shop.sold(item.getKey()) == item.getValue();
        }
        out.println(
                right
                        ? "For each item, what was sold and what is left is what there was: nothing was sold twice."
                        : "The books are WRONG.");
        return right;
    }
}
