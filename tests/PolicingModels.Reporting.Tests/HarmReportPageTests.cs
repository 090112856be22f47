using PolicingModels.HarmIndex;
using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

public class HarmReportPageTests
{
    private static readonly DateOnly AsOf = new(2024, 3, 1);
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = AmbiguityPolicy.Median, Aliases = new Dictionary<string, string> { ["knife robbery"] = "034/01" } });

    private static HarmOffences Offences(bool twoYears = true)
    {
        List<(string Person, string Victim, string Area, string Code, int Back)> rows = [];
        for (int p = 0; p < 40; p++)
        {
            for (int year = 0; year < (twoYears ? 2 : 1); year++)
            {
                rows.Add(($"p{p:00}", $"v{p % 7}", $"w{p % 5}", p < 8 ? "005/01" : "105/01", 5 + p + (year * 365)));
            }
        }

        rows.Add(("<b>p00</b>", "v1", "w1", "knife robbery", 3));
        rows.Add(("p01", "v1", "w1", "8N", 3));
        rows.Add(("p02", "v1", "w1", "8-Jun", 3));
        rows.Add(("p03", "v1", "w1", "Robbery", 900));
        return new HarmOffences(
            CategoryColumn.FromText("code", [.. rows.Select(r => r.Code)]),
            [.. rows.Select(r => AsOf.DayNumber - r.Back)],
            person: CategoryColumn.FromText("person", [.. rows.Select(r => r.Person)]),
            victim: CategoryColumn.FromText("victim", [.. rows.Select(r => r.Victim)]),
            area: CategoryColumn.FromText("area", [.. rows.Select(r => r.Area)]),
            detected: [.. rows.Select((_, i) => i % 3 == 0)]);
    }

    private static HarmAnalysis Analyse(HarmUnit unit = HarmUnit.Person, bool twoYears = true, int top = 10, bool compare = true) => HarmAnalysis.Of(
        Offences(twoYears),
        Cambridge,
        new HarmAnalysisOptions { Scoring = new() { AsOf = AsOf }, Unit = unit, Top = top, Draws = 50, HeldOutDraws = 100, CompareWith = compare ? [new HarmLookup(OnsCrimeSeverityScore.December2020)] : [] });

    private static string Text(HarmReportInput input) => new HtmlReportWriter().ToText(HarmReportPage.Compose(input));

    [Fact]
    public void The_held_out_check_stands_directly_after_the_list()
    {
        ReportPage page = HarmReportPage.Compose(new HarmReportInput { Analysis = Analyse() });
        Assert.Equal(
            [
                "The list", "Did such a list hold later harm?", "The offences behind each place", "What could not be scored", "Who joined and who left", "How firm the list is",
                "How concentrated harm is", "Count against harm", "The seven series", "Conventions", "Limits and hazards",
            ],
            page.Sections.Select(s => s.Heading));
        Assert.Equal("Persons by harm", page.Title);
        Assert.Contains("31 days", Text(new HarmReportInput { Analysis = HarmAnalysis.Of(Offences(), Cambridge, new HarmAnalysisOptions { Scoring = new() { AsOf = AsOf, WindowDays = 31 }, Draws = 50, HeldOutDraws = 100 }) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HarmUnit.Person, true)]
    [InlineData(HarmUnit.Person, false)]
    [InlineData(HarmUnit.Area, true)]
    [InlineData(HarmUnit.Victim, true)]
    [InlineData(HarmUnit.Dyad, true)]
    [InlineData(HarmUnit.Offence, true)]
    public void Every_unit_gives_a_well_formed_page_that_is_the_same_twice(HarmUnit unit, bool twoYears)
    {
        HarmReportInput input = new() { Analysis = Analyse(unit, twoYears), Simulated = true, RunFacts = [new("Seed", "1")] };
        string page = Text(input);
        Parsed.LoadsNothing(page);
        Assert.Equal(page, Text(input with { Analysis = Analyse(unit, twoYears) }));
        Assert.Contains("Simulated: nobody real.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_scored_is_named_with_its_reason_and_what_it_could_carry()
    {
        string page = Text(new HarmReportInput { Analysis = Analyse() });
        Assert.Contains("“8-Jun” is a date: a spreadsheet has turned a code such as 8/6 into one.", Decoded(page), StringComparison.Ordinal);
        Assert.Contains("Codes found through an alias or a broader code.", page, StringComparison.Ordinal);
        Assert.Contains("lie outside the window", page, StringComparison.Ordinal);
        Assert.Contains("of which the policy Median took one", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_could_not_be_checked_says_so_where_the_check_would_stand()
    {
        HarmAnalysis a = Analyse(twoYears: false, top: 5, compare: false);
        // The robbery of 900 days ago is in neither window, so nobody was listed a year before.
        Assert.Null(a.HeldOut.Value);
        ReportSection section = HarmReportPage.Compose(new HarmReportInput { Analysis = a }).Sections[1];
        ReportNote note = Assert.IsType<ReportNote>(Assert.Single(section.Blocks));
        Assert.Equal((ReportNoteKind.Caution, a.HeldOut.Reason), (note.Kind, note.Text));
    }

    [Fact]
    public void Names_from_data_never_become_markup()
    {
        string page = Text(new HarmReportInput { Analysis = Analyse(top: 100) });
        Assert.DoesNotContain("<b>p00</b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;p00&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lists_are_cut_and_say_so()
    {
        string page = Text(new HarmReportInput { Analysis = Analyse(top: 30), PlacesShown = 4, OffencesShown = 6 });
        Assert.Contains("First 4 of 30 rows; all of them are in entities.csv.", page, StringComparison.Ordinal);
        Assert.Contains("all of them are in breakdown.csv.", page, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => HarmReportPage.Compose(new HarmReportInput { Analysis = Analyse(), PlacesShown = 0 }));
    }

    [Fact]
    public void Rates_name_their_denominator_and_the_areas_without_one()
    {
        HarmAnalysis a = Analyse(HarmUnit.Area, compare: false);
        AreaRates rates = AreaRates.Of(a.Scores, new Dictionary<string, double> { ["w0"] = 1000, ["w1"] = 2000, ["w9"] = 500 }, "residents, mid-2023");
        string page = Text(new HarmReportInput { Analysis = a, Rates = rates });
        Assert.Contains("Harm per 1,000 residents, mid-2023", page, StringComparison.Ordinal);
        Assert.Contains("3 areas with offences have no denominator and so no rate: w2, w3, w4.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_of_a_list_is_about_people_and_holds_its_check()
    {
        HarmReportInput input = new() { Analysis = Analyse() };
        ModelCard card = HarmCard.Compose(input, "harm by person", "1.0", [new("by", "person")]);
        string text = card.ToMarkdown();
        Assert.Contains("A suspect is not a convict", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the model forecasts places", text, StringComparison.Ordinal);
        Assert.Contains("minus that of a list by chance", text, StringComparison.Ordinal);
        Assert.Contains("presumes innocence", HarmCard.Record(card, input).ToJson(), StringComparison.Ordinal);

        ModelCard without = HarmCard.Compose(new HarmReportInput { Analysis = Analyse(twoYears: false, compare: false) }, "harm by person", "1.0", []);
        Assert.Empty(without.Evaluation);
        Assert.Contains("cannot be checked", without.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Small_shares_on_a_root_axis_are_written_without_false_digits()
    {
        string page = Text(new HarmReportInput { Analysis = Analyse(compare: false) });
        Assert.DoesNotContain("0.00%<", page, StringComparison.Ordinal);
        Assert.Contains(">20%<", page, StringComparison.Ordinal);
    }

    private static string Decoded(string page) => System.Net.WebUtility.HtmlDecode(page);
}
