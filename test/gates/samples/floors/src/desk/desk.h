extern const struct module desk_module;
