using System.Globalization;
using Minima.Training.Data;

namespace Minima.Training.Diagnosis;

/// <summary>Formats numbers and lists for reports.</summary>
internal static class NumberText
{
    private const int MostListed = 5;

    /// <summary>Four digits.</summary>
    public static string Short(double value) => value.ToString("g4", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString(share is > 0 and < 0.01 or > 0.99 and < 1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>The first few names, and the total number if there are more.</summary>
    public static Localized List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var (english, chinese) = (string.Join(", ", all.Take(MostListed)), string.Join("、", all.Take(MostListed)));
        return all.Length <= MostListed ? new Localized(english, chinese) : new Localized($"{english}, ... ({all.Length} in all)", $"{chinese} 等共 {all.Length} 个");
    }
}
