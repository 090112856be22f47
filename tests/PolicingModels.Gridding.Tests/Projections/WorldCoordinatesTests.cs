using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class WorldCoordinatesTests
{
    [Fact]
    public void Britain_gets_the_national_grid_and_other_places_a_plane_of_their_own()
    {
        Assert.Equal("EPSG:27700", WorldCoordinates.Choose([51.2, 51.4, 0], [-0.5, -0.4, 0]).Coordinates.Code);
        LocalProjection chicago = Assert.IsType<LocalProjection>(WorldCoordinates.Choose([41.8, 41.9, 41.95, 0], [-87.6, -87.7, -87.65, 0]));
        Assert.Equal((41.9, -87.6), (chicago.OriginLatitude, chicago.OriginLongitude));
        LocalProjection fiji = Assert.IsType<LocalProjection>(WorldCoordinates.Choose([-17, -17.1, -17.2], [179.9, -179.9, -179.8]));
        Assert.Equal(-179.9, fiji.OriginLongitude, 1e-9);
    }

    [Theory]
    [InlineData(-0.1, 51.5)] // London
    [InlineData(-87.6, 41.9)] // Chicago
    [InlineData(-122.7, 45.5)] // Portland
    [InlineData(151.2, -33.9)] // Sydney
    public void Swapped_columns_are_told_in_one_sentence(double latitude, double longitude)
    {
        Assert.True(WorldCoordinates.LookSwapped([latitude, latitude], [longitude, longitude], out string sentence));
        Assert.StartsWith("Latitude and longitude look swapped: 2 of 2 places", sentence, StringComparison.Ordinal);
        Assert.EndsWith("Exchange the columns' names.", sentence, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(() => WorldCoordinates.Choose([latitude], [longitude]));
        Assert.False(WorldCoordinates.LookSwapped([longitude], [latitude], out sentence));
        Assert.Equal("", sentence);
    }

    [Fact]
    public void A_few_stray_places_do_not_look_like_a_swap() =>
        Assert.False(WorldCoordinates.LookSwapped([51.5, 51.4, -0.1], [-0.1, -0.2, 51.5], out _));

    [Fact]
    public void No_place_at_all_is_refused() =>
        Assert.Throws<ArgumentException>(() => WorldCoordinates.Choose([], []));
}
