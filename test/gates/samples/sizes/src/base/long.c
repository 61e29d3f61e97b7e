int
short_one(void)
{
    return 0;
}

int
long_one(int a,
         int b)
{
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
    a += b;
}




























































































































































































































































































































































































































































































































































