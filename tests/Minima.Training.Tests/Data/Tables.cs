using System.Globalization;
using System.Text;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

/// <summary>Tables for tests, and what data sets say of their rows.</summary>
internal static class Tables
{
    /// <summary>The features of all rows, one after the other.</summary>
    public static double[] Features(ITrainingData data) => Whole(data).FeatureTensor(0).ToArray();

    public static double[] Targets(ITrainingData data, int index = 0) => Whole(data).TargetTensor(index).ToArray();

    public static BatchBuffer Whole(ITrainingData data)
    {
        var buffer = new BatchBuffer(data, data.Rows, data.HasWeights);
        data.Read([.. Enumerable.Range(0, data.Rows)], buffer);
        return buffer;
    }

    /// <summary>Numbers with and without gaps, dates, two texts, many texts of which some are rare, all drawn from a seed.</summary>
    public static string Mixed(int rows, int seed, bool decimalCommas = false)
    {
        var random = new Random(seed);
        var separator = decimalCommas ? ';' : ',';
        var text = new StringBuilder(string.Join(separator, "id", "a", "b", "day", "two", "many", "empty", "y")).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            string[] cells =
            [
                $"customer {i}",
                Number((random.NextDouble() * 100) - 50),
                random.Next(7) == 0 ? "" : Number(Math.Exp(random.NextDouble() * 20)),
                random.Next(30) == 0 ? "NA" : new DateTime(2000, 1, 1).AddDays(random.Next(9000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                random.Next(2) == 0 ? "left" : "right",
                random.Next(20) == 0 ? "?" : $"level {Math.Min(random.Next(9), random.Next(30))}",
                "",
                Number(random.NextDouble()),
            ];
            text.AppendJoin(separator, cells).Append('\n');
        }

        return text.ToString();

        string Number(double value)
        {
            var written = value.ToString("G6", CultureInfo.InvariantCulture);
            return decimalCommas ? written.Replace('.', ',') : written;
        }
    }
}
