using System.Globalization;
using System.Text;

namespace Minima.Cli.Tests.Compare;

/// <summary>Small made-up tables, the same on every machine.</summary>
internal static class CompareData
{
    /// <summary>Columns area, age, price; prices on both sides of 0.</summary>
    public static byte[] Regression(int rows)
    {
        var random = new RandomState(7);
        var text = new StringBuilder("area,age,price\n");
        for (var i = 0; i < rows; i++)
        {
            var area = random.NextDouble() - 0.5;
            var age = random.NextDouble();
            var price = (3 * area) - age + (0.2 * (random.NextDouble() - 0.5));
            text.Append(CultureInfo.InvariantCulture, $"{area},{age},{price}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
