namespace Minima.Tabular;

/// <summary>Nobody listens.</summary>
internal sealed class SilentProgress : ICompareProgress
{
    public void Start(int trainings)
    {
    }

    public void Advance(string loss)
    {
    }
}
