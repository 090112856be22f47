using System.Text;
using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class DelimitedReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("id,easting,northing,date,type\n")]
    [InlineData("ID,Easting,NORTHING,Date,Type\n")]
    [InlineData("id,X,Y,occurred,Crime type\n")]
    public void Well_known_headers_need_no_map(string header)
    {
        EventTable table = EventFiles.Read(_folder.Write("a.csv", header + "a,530000,180000,2026-01-05,Burglary\nb,530100.5,180200.25,2026-01-06,\n"));
        Assert.Equal(2, table.Quality.Used);
        Assert.Equal([530000, 530100.5], table.Events.Easting.ToArray());
        Assert.Equal([180000, 180200.25], table.Events.Northing.ToArray());
        Assert.Equal(["a", "b"], table.Events.Ids);
        Assert.Equal("Burglary", table.Events.Categories["type"][0]);
        Assert.Null(table.Events.Categories["type"][1]);
        Assert.False(table.Events.HasTimes);
        Assert.Equal(new DateOnly(2026, 1, 5).DayNumber, table.Events.Day[0]);
    }

    [Theory]
    [InlineData("tab.tsv", "id\teasting\tnorthing\tdate\n1\t530000\t180000\t2026-01-05\n")]
    [InlineData("semi.csv", "id;easting;northing;date\n1;530000;180000;2026-01-05\n")]
    [InlineData("bar.csv", "id|easting|northing|date\n1|530000|180000|2026-01-05\n")]
    [InlineData("crlf.csv", "id,easting,northing,date\r\n1,530000,180000,2026-01-05\r\n")]
    [InlineData("cr.csv", "id,easting,northing,date\r1,530000,180000,2026-01-05\r")]
    [InlineData("noend.csv", "id,easting,northing,date\n1,530000,180000,2026-01-05")]
    [InlineData("bom.csv", "\uFEFFid,easting,northing,date\n1,530000,180000,2026-01-05\n")]
    [InlineData("quoted.csv", "\"id\",\"easting\",\"northing\",\"date\"\n\"1\",\"530000\",\"180000\",\"2026-01-05\"\n")]
    [InlineData("blank.csv", "id,easting,northing,date\n\n1, 530000 ,180000,2026-01-05\n\n")]
    public void Dialects_are_told_from_the_file(string name, string text)
    {
        EventTable table = EventFiles.Read(_folder.Write(name, text));
        Assert.Equal((1, 1), (table.Quality.Read, table.Quality.Used));
        Assert.Equal("1", table.Events.Ids![0]);
        Assert.Equal(530000, table.Events.Easting[0]);
    }

    [Fact]
    public void Gzip_and_utf16_are_unpacked()
    {
        const string text = "id,easting,northing,date\né,530000,180000,2026-01-05\n";
        Assert.Equal("é", EventFiles.Read(_folder.WriteGzip("a.csv.gz", text)).Events.Ids![0]);
        byte[] utf16 = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        Assert.Equal("é", EventFiles.Read(_folder.Write("b.csv", utf16)).Events.Ids![0]);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_read_as_windows_1252_and_said()
    {
        byte[] bytes = [.. "id,easting,northing,date,type\n1,530000,180000,2026-01-05,Caf"u8, 0xE9, (byte)'\n'];
        EventTable table = EventFiles.Read(_folder.Write("a.csv", bytes));
        Assert.Equal("Café", table.Events.Categories["type"][0]);
        Assert.Contains(table.Quality.Notes, n => n.Code == "encoding");
    }

    [Fact]
    public void Lines_are_physical_even_after_quoted_newlines_and_lost_quotes()
    {
        string path = _folder.Write("a.csv", """"
            id,easting,northing,date,type
            1,530000,180000,2026-01-05,"two
            lines, and a ""quote"""
            2,abc,180000,2026-01-05,on line 4
            3,530000
            4,530000,180000,2026-01-05,"never closed
            5,530000,180000,2026-01-05,line 7 is whole
            6,530000,180000,2026-01-05,"so is line 8"
            7,530000,,2026-01-05,line 9
            8,530000,180000,2026-02-30,"line
            10"
            9,530000,180000,2026-01-05,"a"b
            10,530000,180000,2026-01-05,last
            """".ReplaceLineEndings("\n"));
        EventTable table = EventFiles.Read(path);
        Assert.Equal(["1", "5", "6", "10"], table.Events.Ids);
        Assert.Equal("two\nlines, and a \"quote\"", table.Events.Categories["type"][0]);
        Assert.Equal(10, table.Quality.Read);
        Assert.Equal(
            [
                (4, "easting", "abc", "the coordinate is not a number; write digits with a decimal point"),
                (5, "", "3,530000", "the row has 2 fields where the header has 5"),
                (6, "", "4,530000,180000,2026-01-05,\"never closed", "text follows a closing quote; double the quotes inside quoted text"),
                (9, "northing", "", "the coordinate is missing"),
                (10, "date", "2026-02-30", "there is no such day in the calendar"),
                (12, "", "9,530000,180000,2026-01-05,\"a\"b", "text follows a closing quote; double the quotes inside quoted text"),
            ],
            table.Quality.Refused.Select(r => (r.Line, r.Column, r.Value, r.Reason)));
        Assert.All(table.Quality.Refused, r => Assert.Equal(path, r.Source));
    }

    [Fact]
    public void A_quote_left_open_to_the_end_costs_only_its_line()
    {
        string rows = string.Concat(Enumerable.Range(3, 20_000).Select(i => $"{i},530000,180000,2026-01-05,plain\n"));
        EventTable table = EventFiles.Read(_folder.Write("a.csv", "id,easting,northing,date,type\n1,530000,180000,2026-01-05,ok\n2,530000,180000,2026-01-05,\"open\n" + rows));
        RefusedRow refused = Assert.Single(table.Quality.Refused);
        Assert.Equal(3, refused.Line);
        Assert.Equal(20_001, table.Quality.Used);
    }

    [Fact]
    public void Folders_and_patterns_read_all_their_files_in_order_of_path()
    {
        _folder.Write("2020-02/2020-02-x-street.csv", "easting,northing,month\n530000,180000,2020-02\n");
        _folder.Write("2020-01/2020-01-x-street.csv", "northing,easting,month\n180000,530001,2020-01\nx,1,2020-01\n");
        _folder.Write("2020-01/2020-01-x-outcomes.csv", "a,b\n1,2\n");
        EventTable table = EventFiles.Read(_folder.Path("**/*-street.csv"));
        Assert.Equal([530001, 530000], table.Events.Easting.ToArray());
        Assert.EndsWith("2020-01-x-street.csv", Assert.Single(table.Quality.Refused).Source, StringComparison.Ordinal);
        Assert.Equal(2, EventFiles.Read(_folder.Path("*/2020-0?-x-street.csv")).Events.Count);
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => EventFiles.Read(_folder.Root));
        Assert.Contains("outcomes.csv has no column for", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_names_columns_and_unmaps_them()
    {
        string path = _folder.Write("a.csv", "ref,east,north,start,finish,logged,what,recorded\nq,530000,180000,2026-01-05 10:00,2026-01-05 12:30,2026-01-07,Theft,?\n");
        EventReadOptions options = new() { Map = ColumnMap.Parse("id=ref,x=east,y=north,from=start,to=finish,recorded=logged,type=what") };
        CrimeEvents events = EventFiles.Read(path, options).Events;
        Assert.Equal("q", events.Ids![0]);
        Assert.Equal(150, events.ToMinute[0] - events.FromMinute[0]);
        Assert.Equal(new DateOnly(2026, 1, 7).DayNumber, events.RecordedDay[0]);
        Assert.Equal("Theft", events.Categories["type"][0]);
        CrimeEvents unmapped = EventFiles.Read(path, options with { Map = ColumnMap.Parse("x=east,y=north,from=start,recorded=") }).Events;
        Assert.False(unmapped.HasRecordedDays);
    }

    [Fact]
    public void Filters_and_kept_columns()
    {
        string path = _folder.Write("a.csv", "id,x,y,date,Crime type,district\n1,530000,180000,2026-01-05,Burglary,A\n2,bad,180000,2026-01-05,Robbery,A\n3,530000,180000,2026-01-05,burglary,B\n4,530000,180000,2026-01-05,Arson,B\n");
        EventTable table = EventFiles.Read(path, new EventReadOptions { Where = [new("type", "Burglary"), RowFilter.Parse("type=arson")], KeepColumns = ["district"] });
        Assert.Equal(["1", "3", "4"], table.Events.Ids);
        Assert.Equal(3, table.Quality.Read);
        Assert.Equal("B", table.Events.Categories["district"][1]);
        Assert.Contains(table.Quality.Notes, n => n.Code == "filtered" && n.Message.StartsWith("1 further rows", StringComparison.Ordinal));
        Assert.Equal(1, EventFiles.Read(path, new EventReadOptions { Where = [new("Crime type", "Burglary"), new("district", "B")] }).Events.Count);
        InputRefusedException none = Assert.Throws<InputRefusedException>(() => EventFiles.Read(path, new EventReadOptions { Where = [new("type", "Fraud")] }));
        Assert.Contains("“Burglary”, “Robbery”, “Arson”", none.Message, StringComparison.Ordinal);
    }
}
