using PolicingModels.Data;

namespace PolicingModels.DataTests;

public class OptionTests
{
    [Fact]
    public void A_column_map_reads_the_command_lines_form()
    {
        ColumnMap map = ColumnMap.Parse("id=ref, X=East, y=North,recorded=");
        Assert.Equal("East", map["x"]);
        Assert.Equal("", map["recorded"]);
        Assert.Null(map["type"]);
        Assert.Equal("id=ref,x=East,y=North,recorded=", map.ToString());
        Assert.Equal(map.ToString(), ColumnMap.Parse(map.ToString()).ToString());
        Assert.True(ColumnMap.Empty.IsEmpty);
    }

    [Theory]
    [InlineData("east", "not of the form role=column")]
    [InlineData("easting=east", "names the role “easting”; roles are id, x, y, date, from, to, recorded, type, vehicle, person, role, offence_code")]
    [InlineData("x=a,X=b", "names the role “x” twice")]
    public void A_bad_column_map_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => ColumnMap.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_filter_reads_the_command_lines_form()
    {
        Assert.Equal(new RowFilter("Crime type", "Other = theft"), RowFilter.Parse("Crime type=Other = theft"));
        Assert.Throws<ArgumentException>(() => RowFilter.Parse("=a"));
        Assert.Throws<ArgumentException>(() => RowFilter.Parse("a"));
    }

    [Fact]
    public void Defaults_are_as_documented()
    {
        EventReadOptions options = new();
        Assert.True(options.Map.IsEmpty);
        Assert.Null(options.CoordinateSystem);
        Assert.Empty(options.Where);
        Assert.Empty(options.KeepColumns);
        Assert.Null(options.NoLaterThan);
        Assert.Equal(DateFormat.Iso, options.DateFormat);
        Assert.Null(options.Delimiter);
        Assert.Null(options.OstnGridPath);
    }
}
