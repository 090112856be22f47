namespace PolicingModels.Gridding;

/// <summary>Cuts rings (u, v, u, v, …, not closed) at straight lines, after Sutherland &amp; Hodgman (1974), doi:10.1145/360767.360802.</summary>
/// <remarks>A ring that falls into several pieces keeps bridges of no width along the line, which leave its area exact.</remarks>
internal static class RingClip
{
    /// <summary>The part of a ring where nu·u + nv·v ≥ offset; null where nothing is left.</summary>
    public static double[]? Keep(double[] ring, double nu, double nv, double offset)
    {
        int n = ring.Length / 2;
        bool any = false, all = true;
        for (int i = 0; i < n; i++)
        {
            bool inside = (nu * ring[2 * i]) + (nv * ring[(2 * i) + 1]) >= offset;
            any |= inside;
            all &= inside;
        }

        if (all || !any)
        {
            return all ? ring : null;
        }

        List<double> kept = new(ring.Length);
        double pu = ring[^2], pv = ring[^1];
        double before = (nu * pu) + (nv * pv) - offset;
        for (int i = 0; i < n; i++)
        {
            double u = ring[2 * i], v = ring[(2 * i) + 1];
            double now = (nu * u) + (nv * v) - offset;
            if (now >= 0 != before >= 0)
            {
                // From the outer to the inner end whichever way the ring runs, so that neighbours cut at the same point.
                (double t, double fu, double fv, double tu, double tv) = now >= 0 ? (before / (before - now), pu, pv, u, v) : (now / (now - before), u, v, pu, pv);
                double cu = fu + ((tu - fu) * t), cv = fv + ((tv - fv) * t);
                kept.Add(nv == 0 ? offset / nu : cu);
                kept.Add(nu == 0 ? offset / nv : cv);
            }

            if (now >= 0)
            {
                kept.Add(u);
                kept.Add(v);
            }

            (pu, pv, before) = (u, v, now);
        }

        return kept.Count >= 6 ? [.. kept] : null;
    }

    /// <summary>The part of a ring in a rectangle; null where nothing is left.</summary>
    public static double[]? KeepRectangle(double[] ring, double west, double south, double east, double north)
    {
        double[]? kept = Keep(ring, 1, 0, west);
        kept = kept is null ? null : Keep(kept, -1, 0, -east);
        kept = kept is null ? null : Keep(kept, 0, 1, south);
        return kept is null ? null : Keep(kept, 0, -1, -north);
    }

    /// <summary>The part of a ring in a convex ring that runs counterclockwise; null where nothing is left.</summary>
    public static double[]? KeepConvex(double[] ring, double[] convex)
    {
        double[]? kept = ring;
        for (int i = 0; i < convex.Length && kept is not null; i += 2)
        {
            double u = convex[i], v = convex[i + 1], nextU = convex[(i + 2) % convex.Length], nextV = convex[(i + 3) % convex.Length];
            double nu = v - nextV, nv = nextU - u;
            kept = Keep(kept, nu, nv, (nu * u) + (nv * v));
        }

        return kept;
    }

    /// <summary>The area of a ring, positive where it runs counterclockwise.</summary>
    public static double SignedArea(double[] ring)
    {
        double twice = 0;
        double u0 = ring[0], v0 = ring[1];
        for (int i = 2; i + 3 < ring.Length; i += 2)
        {
            twice += ((ring[i] - u0) * (ring[i + 3] - v0)) - ((ring[i + 2] - u0) * (ring[i + 1] - v0));
        }

        return twice / 2;
    }
}
