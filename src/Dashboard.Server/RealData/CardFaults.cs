using Contracts;

namespace Dashboard.Server.RealData;

/// <summary>What is wrong with a card that a person wrote.</summary>
internal static class CardFaults
{
    private const int MostLicence = 200, MostSource = 1_000, MostPurpose = 4_000;

    public static IReadOnlyList<SpecFault> Of(DataSetCard card)
    {
        List<SpecFault> faults = [];
        foreach (var (path, text, most) in new[] { ("licence", card.Licence, MostLicence), ("source", card.Source, MostSource), ("purpose", card.Purpose, MostPurpose) })
            if (text.Length > most) faults.Add(new SpecFault(path, $"At most {most:N0} characters are kept here; these are {text.Length:N0}."));
        if (card.PersonalData == true && string.IsNullOrWhiteSpace(card.Purpose))
            faults.Add(new SpecFault("purpose", "For personal data, say what they may be used for and by whose consent."));
        return faults;
    }
}
