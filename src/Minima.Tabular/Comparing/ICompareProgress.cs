namespace Minima.Tabular;

/// <summary>Hears how far a comparison is; called from several threads.</summary>
internal interface ICompareProgress
{
    /// <summary>So many trainings are to come.</summary>
    void Start(int trainings);

    /// <summary>One more is done.</summary>
    void Advance(string loss);
}
