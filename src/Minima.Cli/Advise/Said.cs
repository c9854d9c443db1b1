namespace Minima.Cli.Advise;

/// <summary>A sentence in both languages.</summary>
internal readonly record struct Said(string English, string Chinese)
{
    public string In(bool chinese) => chinese ? Chinese : English;
}
