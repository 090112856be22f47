using System.Globalization;

namespace PolicingModels.Gridding;

/// <summary>Judges columns of latitude and longitude, and finds the projection that suits them.</summary>
public static class WorldCoordinates
{
    // No police force works farther from the equator; Longyearbyen stands at 78.2° N, Ushuaia at 54.8° S.
    private const double NorthernmostPlace = 79;
    private const double SouthernmostPlace = -56;

    /// <summary>The projection for a set of places: the British National Grid where most of them lie in Great Britain, else a local one around their medians.</summary>
    /// <param name="latitude">Degrees north on WGS84, −90 to 90; at least one.</param>
    /// <param name="longitude">Degrees east on WGS84, −180 to 180; as many.</param>
    /// <param name="ostn15">The Ordnance Survey's grid of shifts; null to use the Helmert transformation (within 5 m).</param>
    /// <returns>The projection; a few stray places do not move it.</returns>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    /// <exception cref="InputRefusedException">Most places are only plausible with latitude and longitude swapped.</exception>
    public static Projection Choose(ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, Ostn15Grid? ostn15 = null)
    {
        if (LookSwapped(latitude, longitude, out string sentence))
        {
            throw new InputRefusedException("coordinates", sentence);
        }

        int british = 0;
        for (int i = 0; i < latitude.Length; i++)
        {
            british += BritishNationalGrid.Covers(latitude[i], longitude[i]) ? 1 : 0;
        }

        return 2L * british > latitude.Length
            ? British(ostn15)
            : LocalProjection.Around(Median(latitude), MedianLongitude(longitude));
    }

    /// <summary>The projection for places around a point: the British National Grid in Great Britain, else a local one.</summary>
    /// <param name="latitude">Degrees north on WGS84, −90 to 90.</param>
    /// <param name="longitude">Degrees east on WGS84, −180 to 180.</param>
    /// <param name="ostn15">The Ordnance Survey's grid of shifts; null to use the Helmert transformation (within 5 m).</param>
    public static Projection Around(double latitude, double longitude, Ostn15Grid? ostn15 = null) =>
        BritishNationalGrid.Covers(latitude, longitude) ? British(ostn15) : LocalProjection.Around(latitude, longitude);

    /// <summary>Whether most places are implausible as they stand but plausible with the two columns exchanged.</summary>
    /// <remarks>
    /// Plausible: a latitude of −56 to 79 (where forces work), a longitude of −180 to 180; or, more sharply, inside Great Britain. Places
    /// whose swap is as plausible as they are (Berlin and the Gulf of Aden) cannot be told apart without a boundary.
    /// </remarks>
    /// <param name="latitude">What is said to be degrees north; at least one.</param>
    /// <param name="longitude">What is said to be degrees east; as many.</param>
    /// <param name="sentence">What is wrong and the mend; empty where nothing is.</param>
    /// <exception cref="ArgumentException">The spans are empty or differ in length.</exception>
    public static bool LookSwapped(ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, out string sentence)
    {
        if (latitude.Length != longitude.Length || latitude.Length == 0)
        {
            throw new ArgumentException($"There are {latitude.Length} latitudes and {longitude.Length} longitudes; a place has one of each, and there is at least one place.", nameof(longitude));
        }

        int plausible = 0, swappedPlausible = 0, british = 0, swappedBritish = 0;
        for (int i = 0; i < latitude.Length; i++)
        {
            double lat = latitude[i], lon = longitude[i];
            plausible += Plausible(lat, lon) ? 1 : 0;
            swappedPlausible += Plausible(lon, lat) ? 1 : 0;
            british += BritishNationalGrid.Covers(lat, lon) ? 1 : 0;
            swappedBritish += BritishNationalGrid.Covers(lon, lat) ? 1 : 0;
        }

        long half = latitude.Length / 2;
        bool outOfWorld = plausible <= half && swappedPlausible > half;
        bool inBritain = british <= half && swappedBritish > half;
        sentence = outOfWorld || inBritain
            ? string.Create(CultureInfo.InvariantCulture, $"Latitude and longitude look swapped: {(inBritain ? swappedBritish : swappedPlausible)} of {latitude.Length} places lie {(inBritain ? "in Great Britain" : "where people live")} only when the two columns are exchanged (the first is latitude {latitude[0]}, longitude {longitude[0]}). Exchange the columns' names.")
            : "";
        return sentence.Length > 0;
    }

    private static Projection British(Ostn15Grid? ostn15) => ostn15 is null ? BritishNationalGrid.Helmert : BritishNationalGrid.WithOstn15(ostn15);

    private static bool Plausible(double latitude, double longitude) => latitude is >= SouthernmostPlace and <= NorthernmostPlace && longitude is >= -180 and <= 180;

    private static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    // Measured from the first place, so that data on both sides of the 180th meridian stay together.
    private static double MedianLongitude(ReadOnlySpan<double> values)
    {
        double first = values[0];
        double[] away = new double[values.Length];
        for (int i = 0; i < away.Length; i++)
        {
            away[i] = Math.IEEERemainder(values[i] - first, 360);
        }

        return Math.IEEERemainder(first + Median(away), 360);
    }
}
