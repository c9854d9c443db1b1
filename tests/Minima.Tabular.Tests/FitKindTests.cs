using Minima.Tensors;
using Minima.Training;

namespace Minima.Tabular.Tests;

/// <summary>Every loss of the catalogue that a fit takes, with heads and without: its coefficients have errors, or the message says why not and what to take instead.</summary>
public sealed class FitKindTests
{
    /// <summary>Fits without errors of a sandwich: each of these losses bends.</summary>
    private static readonly string[] Bending = ["?"];

    private static readonly LossFamily[] Distributions = [LossFamily.Probabilistic, LossFamily.Count, LossFamily.Quantile, LossFamily.Survival];

    static FitKindTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EveryFitHasErrorsOrAReason()
    {
        var (held, refused) = (new List<string>(), new List<string>());
        foreach (var entry in Catalogue.All.Where(entry => (entry.IsPoint || entry.Row is not null) && !entry.Parameters.Any(parameter => parameter.IsRequired)))
        {
            foreach (var heads in (string[]?[])[null, ["all"]])
            {
                // Heads are for numbers of a distribution: other families bend away after a look at the loss.
                if (heads is not null && (entry.TakesTensors || !Distributions.Contains(entry.Family))) continue;
                if (Fitted(entry.Key, heads) is not var (model, table)) continue;
                var name = heads is null ? entry.Key : $"{entry.Key} --heads all";
                try
                {
                    var errors = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Hc1 }, Cancellation);
                    Assert.All(errors.Coefficients, one => Assert.True(one.StandardError > 0 && double.IsFinite(one.Z), $"{name}: {one}"));
                    held.Add(name);
                }
                catch (FitException problem)
                {
                    Assert.Contains("take --errors bootstrap", problem.Message, StringComparison.Ordinal);
                    refused.Add(name);
                }
            }
        }

        Assert.Equal(Bending, refused);
        Assert.Superset(new HashSet<string>(["mse", "huber", "mae", "bce_with_logits", "cross_entropy", "poisson_nll", "negative_binomial_nll --heads all", "zero_inflated_poisson_nll --heads all", "zero_inflated_negative_binomial_nll --heads all", "gamma_nll --heads all", "gaussian_nll --heads all", "tweedie --heads all", "student_t_nll --heads all"]), held.ToHashSet());
    }

    /// <summary>The fit on the first table that the loss can be fitted on.</summary>
    private static (LinearModel Model, Table Table)? Fitted(string loss, string[]? heads)
    {
        foreach (var table in Tables())
        {
            try
            {
                return (LinearModel.Fit(table, loss, new() { Heads = heads }, cancellation: Cancellation), table);
            }
            catch (TrainingException)
            {
                // The loss is about other targets than these.
            }
        }

        return null;
    }

    /// <summary>Numbers, counts with many zeros, shares, two classes, grades.</summary>
    private static IEnumerable<Table> Tables()
    {
        var random = new Random(91);
        double[] x = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        yield return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => 0.5 + (2 * v) - ((1 + v) * Math.Log(1 - random.NextDouble())))])], "y");
        yield return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => random.NextDouble() < 0.3 ? 0 : Math.Floor(-(1 + (3 * v)) * Math.Log(1 - random.NextDouble())))])], "y");
        yield return Table.FromColumns([new("x", x), new("y", [.. x.Select(v => (0.1 + v + (0.8 * random.NextDouble())) / 2)])], "y");
        yield return MadeTables.Classes(120, 92);
        yield return MadeTables.Grades(120, 93);
    }
}
