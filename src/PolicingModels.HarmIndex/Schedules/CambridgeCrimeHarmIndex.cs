namespace PolicingModels.HarmIndex;

/// <summary>The Cambridge Crime Harm Index: the starting-point sentence of the sentencing guideline for a first offender, in days.</summary>
/// <remarks>
/// Sherman, Neyroud &amp; Neyroud 2016, Policing 10(3) 171–183, doi:10.1093/police/paw003. Built in are only the principal offences whose values
/// are published; the full official workbook is not redistributed here (its licence does not clearly allow it) and is obtained from the
/// Cambridge Centre for Evidence-Based Policing, then loaded from its own file. Valid for England and Wales, not for Scotland.
/// </remarks>
public static class CambridgeCrimeHarmIndex
{
    private const string Violence = "Violence and sexual offences";
    private const string Robbery = "Robbery";
    private const string Burglary = "Burglary";
    private const string Vehicle = "Vehicle crime";
    private const string OtherTheft = "Other theft";
    private const string Damage = "Criminal damage and arson";
    private const string Weapons = "Possession of weapons";
    private const string Drugs = "Drugs";
    private const string Order = "Public order";
    private const string Other = "Other crime";
    private const string Edition2020 = "Cambridge Crime Harm Index 2020, edition of 6 October 2020: published value";

    /// <summary>The principal offences of the 2020 edition. A partial table: an offence that is missing here is not harmless.</summary>
    public static HarmSchedule Principal { get; } = new(
        new HarmScheduleInfo(
            "Cambridge Crime Harm Index, principal offences",
            "2020",
            HarmBasis.GuidelineStartingPoint,
            new DateOnly(2020, 10, 6),
            null,
            "Single published values, quoted with their source; the full table is the publisher's and is not included.",
            new Provenance(ProvenanceKind.Published, "Sherman, Neyroud & Neyroud 2016, doi:10.1093/police/paw003; values of the 2020 edition"))
        { IsComplete = false },
        Rows());

    private static HarmRow[] Rows()
    {
        List<HarmRow> rows = [];
        void Add(string group, double days, string title, params string[] codes) =>
            rows.Add(new HarmRow(rows.Count + 1, title, days, [.. codes.Select(OffenceCode.Parse)]) { Group = group, Source = Edition2020 });
        void AddUncoded(string group, double days, string title) =>
            rows.Add(new HarmRow(rows.Count + 1, title, days, [OffenceCode.Local(title)]) { Group = group, Source = Edition2020 + "; its official code is not part of what is published" });

        Add(Violence, 5475, "Murder", "001/01", "1");
        Add(Violence, 5475, "Conspiracy or soliciting to commit murder", "003/02", "3A");
        Add(Violence, 4380, "Child destruction", "004/03", "4.3");
        Add(Violence, 3285, "Attempted murder", "002/00", "2");
        Add(Violence, 730, "Manslaughter", "004/01", "4.1");
        Add(Violence, 1825, "Rape of a female or male aged 16 and over", "019/08", "19C", "19F");
        Add(Violence, 2555, "Rape by multiple offenders", "019/08", "19J");
        Add(Violence, 2555, "Rape of a child under 16", "19D", "19G");
        Add(Violence, 2920, "Rape of a child under 13", "019/16", "019/17", "019/18", "019/19");
        Add(Violence, 730, "Assault by penetration", "020/03", "017/13");
        Add(Violence, 19, "Sexual assault on a person aged 13 and over", "020/05", "017/15");
        Add(Violence, 1460, "Grievous bodily harm with intent (s18)", "005/01", "5D");
        Add(Violence, 1825, "Grievous bodily harm with intent (s18), police victim", "8S");
        Add(Violence, 547.5, "Grievous bodily harm without intent (s20), serious", "008/01", "8N");
        Add(Violence, 19, "Grievous bodily harm without intent (s20), minor", "008/01", "8N");
        Add(Violence, 912.5, "Grievous bodily harm without intent (s20), police victim, serious", "008/01");
        Add(Violence, 182.5, "Grievous bodily harm without intent (s20), police victim, minor", "008/01");
        Add(Violence, 10, "Actual bodily harm", "008/06", "8N", "8N.8.6.0");
        Add(Violence, 182.5, "Actual bodily harm, police victim", "008/06");
        Add(Violence, 357, "Racially or religiously aggravated grievous bodily harm", "008/59");
        Add(Violence, 19, "Racially or religiously aggravated actual bodily harm", "008/60");
        Add(Violence, 1460, "Female genital mutilation", "008/52");
        Add(Violence, 1, "Common assault", "105/01", "105A");
        Add(Violence, 2, "Assault on an emergency worker", "008/73");
        Add(Violence, 2, "Assault on a constable", "104/23");
        Add(Violence, 10, "Threats to kill", "003/01", "3B");
        Add(Violence, 84, "Controlling or coercive behaviour", "008/67");
        Add(Violence, 10, "Harassment", "195/94", "8L");
        Add(Violence, 5, "Harassment, putting in fear of violence", "008/30", "8L");
        Add(Violence, 5, "Breach of a restraining order", "008/31", "8L");
        Add(Violence, 252, "Stalking with serious alarm or distress", "008/66", "8Q");
        Add(Violence, 84, "Stalking with fear of violence", "008/65", "8Q");
        Add(Violence, 10, "Stalking (s2A)", "195/12", "8Q");
        Add(Violence, 2, "Malicious communications", "008/72", "8R");
        Add(Violence, 5, "Disclosing intimate images", "008/71");
        Add(Violence, 1460, "Kidnapping or false imprisonment", "036/01", "036/03", "36");
        Add(Violence, 2190, "Forced marriage", "036/05");
        Add(Robbery, 365, "Robbery", "034/01", "34A", "34B");
        Add(Robbery, 365, "Assault with intent to rob", "034/02", "34A", "34B");
        Add(OtherTheft, 365, "Blackmail", "35");
        Add(Burglary, 19, "Burglary of a dwelling", "028/03", "28E");
        Add(Burglary, 10, "Burglary, residential, not a dwelling", "28E");
        Add(Burglary, 10, "Burglary, business and community", "030/02", "30C");
        Add(Burglary, 365, "Distraction burglary of a dwelling", "28G");
        Add(Burglary, 126, "Distraction burglary, residential, not a dwelling", "28G");
        Add(Burglary, 730, "Aggravated burglary of a dwelling", "029/00");
        Add(Burglary, 730, "Aggravated burglary, not a dwelling", "031/00");
        Add("Theft from the person", 2, "Theft from the person", "39");
        Add("Bicycle theft", 2, "Theft of a pedal cycle", "44");
        Add(Vehicle, 2, "Theft from a motor vehicle", "45");
        Add(Vehicle, 10, "Theft of a motor vehicle", "048/01", "48");
        Add(Vehicle, 5, "Taking a vehicle without consent", "130/01", "48");
        Add(Vehicle, 3, "Interfering with a motor vehicle", "126");
        Add("Shoplifting", 1, "Theft from a shop", "046/00", "46");
        Add(OtherTheft, 2, "Handling stolen goods (054/01)", "054/01", "54");
        Add(OtherTheft, 5, "Handling stolen goods (054/02)", "054/02", "54");
        Add(OtherTheft, 19, "Theft by an employee", "41");
        Add(Damage, 365, "Arson endangering life", "056/01", "56A");
        Add(Damage, 5, "Arson not endangering life", "056/02", "56B");
        Add(Damage, 2, "Criminal damage, £5,000 and over", "058/00");
        Add(Damage, 1, "Criminal damage under £5,000", "149/00");
        Add(Weapons, 5, "Blade or point in public", "008/26", "10D");
        Add(Weapons, 19, "Blade or point on school premises", "008/27", "10D");
        Add(Weapons, 182.5, "Threatening with a blade or weapon in public", "008/64");
        Add(Weapons, 547.5, "Threatening with a blade or weapon on school premises", "008/62");
        Add(Weapons, 5, "Offensive weapon", "008/11");
        Add(Weapons, 1825, "Firearm with intent", "10A");
        Add(Drugs, 547.5, "Supply of a class A drug, or possession with intent", "92A");
        Add(Drugs, 5, "Supply of a class B or C drug", "92A");
        Add(Drugs, 3, "Possession of a class A drug", "92D");
        Add(Drugs, 2, "Possession of a class B drug", "92D");
        Add(Drugs, 1, "Possession of a class C drug", "92D");
        Add(Drugs, 2, "Possession of cannabis", "92E");
        AddUncoded(Order, 1, "Public Order Act section 5");
        AddUncoded(Order, 3, "Public Order Act section 4A");
        AddUncoded(Order, 5, "Public Order Act section 4");
        Add(Order, 182, "Violent disorder", "62A");
        AddUncoded(Other, 3, "Drink driving");
        Add(Other, 120, "Perverting the course of justice (attempt)", "079/01", "79");
        Add(Other, 42, "Intimidating a witness", "079/05", "79");
        return [.. rows];
    }
}
