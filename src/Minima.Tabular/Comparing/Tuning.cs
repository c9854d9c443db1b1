namespace Minima.Tabular;

/// <summary>Searches the value of one parameter that is best on the inner folds: a grid, then twice between the neighbours of the best.</summary>
internal static class Tuning
{
    private const int GridPoints = 7;
    private const int Rounds = 2;

    /// <param name="parameter">The range.</param>
    /// <param name="badness">The badness of a value; infinite if it cannot be used.</param>
    public static double Best(TunedParameter parameter, Func<double, double> badness)
    {
        var tried = new List<(double Share, double Badness)>();
        for (var i = 0; i < GridPoints; i++) Try(i / (GridPoints - 1.0));
        var step = 1.0 / (GridPoints - 1);
        for (var round = 0; round < Rounds; round++)
        {
            var best = BestOf();
            step /= 2;
            if (best - step >= 0) Try(best - step);
            if (best + step <= 1) Try(best + step);
        }

        return parameter.At(BestOf());

        void Try(double share) => tried.Add((share, badness(parameter.At(share))));

        double BestOf()
        {
            var best = tried[0];
            foreach (var here in tried)
            {
                if (here.Badness < best.Badness) best = here;
            }

            return best.Share;
        }
    }
}
