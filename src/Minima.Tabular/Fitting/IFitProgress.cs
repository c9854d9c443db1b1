namespace Minima.Tabular;

/// <summary>Hears how far a fit is.</summary>
internal interface IFitProgress
{
    /// <summary>So many steps are done; what is left to bring down to 0 has this size.</summary>
    void Step(int iteration, double remaining);
}
