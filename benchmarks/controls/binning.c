/* A control for the binning benchmark: the same work in C, to tell a slow machine from slow code.
   cc -O3 -march=native -o binning binning.c && ./binning */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS = 10000000, COLUMNS = 100, ROWS = 100, PERIODS = 130, BLOCK = 2048, ROUNDS = 60 };

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }

static double read_only(const double *e, const double *n, const int32_t *d) {
    double a = 0, b = 0; int64_t c = 0;
    double pa[8] = {0}, pb[8] = {0};
    for (int i = 0; i < EVENTS; i += 8) for (int k = 0; k < 8; k++) { pa[k] += e[i + k]; pb[k] += n[i + k]; c += d[i + k]; }
    for (int k = 0; k < 8; k++) { a += pa[k]; b += pb[k]; }
    return a + b + (double)c;
}

static void simple(const double *e, const double *n, const int32_t *d, int32_t *cube) {
    for (int i = 0; i < EVENTS; i++) {
        int c = (int)(e[i] * 0.001), r = (int)(n[i] * 0.001), p = d[i] / 28;
        if ((unsigned)c < COLUMNS && (unsigned)r < ROWS && (unsigned)p < PERIODS) cube[(p * ROWS + r) * COLUMNS + c]++;
    }
}

/* A vectorisable loop fills a block of indices, a second loop scatters them. */
static void blocked(const double *e, const double *n, const int32_t *d, int32_t *cube) {
    int32_t index[BLOCK];
    for (int from = 0; from < EVENTS; from += BLOCK) {
        int length = EVENTS - from < BLOCK ? EVENTS - from : BLOCK;
        for (int i = 0; i < length; i++) {
            int32_t c = (int32_t)(e[from + i] * 0.001), r = (int32_t)(n[from + i] * 0.001), p = (int32_t)((uint32_t)d[from + i] * 2341u >> 16);
            index[i] = (p * ROWS + r) * COLUMNS + c;
        }
        for (int i = 0; i < length; i++) cube[index[i]]++;
    }
}

int main(void) {
    double *e = malloc(sizeof(double) * EVENTS), *n = malloc(sizeof(double) * EVENTS);
    int32_t *d = malloc(sizeof(int32_t) * EVENTS), *cube = malloc(sizeof(int32_t) * COLUMNS * ROWS * PERIODS);
    uint64_t s = 1;
    for (int i = 0; i < EVENTS; i++) {
        s = s * 6364136223846793005ULL + 1442695040888963407ULL; e[i] = (double)(s >> 40) / (1 << 24) * 100000;
        s = s * 6364136223846793005ULL + 1442695040888963407ULL; n[i] = (double)(s >> 40) / (1 << 24) * 100000;
        s = s * 6364136223846793005ULL + 1442695040888963407ULL; d[i] = (int32_t)((s >> 33) % (28 * PERIODS));
    }
    double best[3] = {1e9, 1e9, 1e9}, sink = 0;
    int64_t total[2] = {0, 0};
    for (int round = 0; round < ROUNDS; round++) {
        for (int way = 0; way < 3; way++) {
            memset(cube, 0, sizeof(int32_t) * COLUMNS * ROWS * PERIODS);
            double t = now();
            if (way == 0) sink += read_only(e, n, d); else if (way == 1) simple(e, n, d, cube); else blocked(e, n, d, cube);
            t = now() - t;
            if (t < best[way]) best[way] = t;
            if (way) { total[way - 1] = 0; for (int i = 0; i < COLUMNS * ROWS * PERIODS; i++) total[way - 1] += cube[i]; }
        }
    }
    printf("read only %.1f ms, simple loop %.1f ms, blocked %.1f ms (counted %lld and %lld, %g)\n", best[0], best[1], best[2], (long long)total[0], (long long)total[1], sink);
    return 0;
}
