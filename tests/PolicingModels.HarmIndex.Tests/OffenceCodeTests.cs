using PolicingModels.HarmIndex;
using CsCheck;

namespace PolicingModels.HarmIndexTests;

public class OffenceCodeTests
{
    [Theory]
    [InlineData("008/06", "008/06")]
    [InlineData("8/6", "008/06")]
    [InlineData(" 8/06 ", "008/06")]
    [InlineData("00806", "008/06")]
    [InlineData("00200", "002/00")]
    [InlineData("104/23", "104/23")]
    [InlineData("10423", "104/23")]
    public void Spellings_of_a_home_office_class_are_one_code(string spelling, string canonical)
    {
        OffenceCode code = OffenceCode.Parse(spelling);
        Assert.Equal((OffenceCodeScheme.HomeOfficeClass, canonical), (code.Scheme, code.Text));
        Assert.Equal(OffenceCode.Parse(canonical), code);
    }

    [Theory]
    [InlineData("8n", OffenceCodeScheme.CrimeTree, "8N")]
    [InlineData("105A", OffenceCodeScheme.CrimeTree, "105A")]
    [InlineData("4.10", OffenceCodeScheme.CrimeTree, "4.10")]
    [InlineData("39", OffenceCodeScheme.CrimeTree, "39")]
    [InlineData("of61102", OffenceCodeScheme.CriminalJusticeSystem, "OF61102")]
    [InlineData("8N.8.6.0", OffenceCodeScheme.Athena, "8N.8.6.0")]
    [InlineData("08N.008.06.0", OffenceCodeScheme.Athena, "8N.8.6.0")]
    [InlineData("4.10.4.10.1", OffenceCodeScheme.Athena, "4.10.4.10.1")]
    public void Other_schemes_are_recognised(string spelling, OffenceCodeScheme scheme, string canonical)
    {
        OffenceCode code = OffenceCode.Parse(spelling);
        Assert.Equal((scheme, canonical), (code.Scheme, code.Text));
    }

    [Fact]
    public void Four_point_one_and_four_point_ten_are_different_codes() =>
        Assert.NotEqual(OffenceCode.Parse("4.1"), OffenceCode.Parse("4.10"));

    [Fact]
    public void An_athena_number_knows_its_broader_codes()
    {
        OffenceCode code = OffenceCode.Parse("8N.8.6.0");
        Assert.Equal(OffenceCode.Parse("8N"), code.TreeCode);
        Assert.Equal(OffenceCode.Parse("008/06"), code.HomeOfficeClass);
        Assert.Null(OffenceCode.Parse("008/06").TreeCode);
    }

    [Theory]
    [InlineData("2008-06-01")]
    [InlineData("01/06/2008")]
    [InlineData("08-Jun")]
    [InlineData("8-Jun-24")]
    [InlineData("Jun-08")]
    [InlineData("44562")]
    [InlineData("45450")]
    public void A_date_that_a_spreadsheet_made_is_refused_as_one(string damaged)
    {
        Assert.False(OffenceCode.TryParse(damaged, out _, out string? problem));
        Assert.Contains("spreadsheet", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    [InlineData("8/6/1")]
    [InlineData("0008/06")]
    [InlineData("theft")]
    [InlineData("-8/6")]
    [InlineData("8.6.")]
    public void What_is_no_code_is_said_to_be_none(string? text)
    {
        bool read = OffenceCode.TryParse(text, out _, out string? problem);
        Assert.False(read);
        Assert.NotNull(problem);
        Assert.Throws<FormatException>(() => OffenceCode.Parse(text!));
    }

    [Fact]
    public void Every_spelling_of_every_class_comes_back_to_the_same_code() =>
        Gen.Select(Gen.Int[1, 199], Gen.Int[0, 99]).Sample(pair =>
        {
            (int main, int sub) = pair;
            OffenceCode padded = OffenceCode.Parse($"{main:000}/{sub:00}");
            OffenceCode bare = OffenceCode.Parse($"{main}/{sub}");
            OffenceCode five = OffenceCode.Parse($"{main:000}{sub:00}");
            return padded == bare && padded == five && OffenceCode.Parse(padded.ToString()) == padded;
        });

    [Theory]
    [InlineData("1, 4.1/2/10", "1 4.1 4.2 4.10")]
    [InlineData("1/4.1/4.10/4.2", "1 4.1 4.10 4.2")]
    [InlineData("4.4/6/8", "4.4 4.6 4.8")]
    [InlineData("8N", "8N")]
    public void Compound_codes_expand(string compound, string expected) =>
        Assert.Equal(expected, string.Join(' ', CompoundCode.Expand(compound)));
}
