using System.Globalization;
using Minima.Accuracy;
using Minima.Reals;

// One line for each point: precision, function, x, value. accuracy.py compares them with 45 digits.
foreach (var function in Function.All)
{
    var points = new Points(function.Name);
    for (var i = 0; i < Points.Count; i++)
    {
        var x = (float)function.Draw(points, 87);
        Write("float", function.Name, x, function.OfFloat(new F32(x)).X);
    }

    for (var i = 0; i < Points.Count; i++)
    {
        var x = function.Draw(points, 700);
        Write("double", function.Name, x, function.OfDouble(new F64(x)).X);
    }
}

static void Write(string precision, string name, double x, double y) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{precision} {name} {x:R} {y:R}"));
