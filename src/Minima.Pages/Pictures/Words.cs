namespace Minima.Pages;

/// <summary>A text of a picture, in both languages.</summary>
internal sealed record Words(string English, string Chinese)
{
    /// <summary>Names and numbers are the same in both.</summary>
    public static implicit operator Words(string name) => new(name, name);

    public string In(Language language) => language == Language.English ? English : Chinese;
}
